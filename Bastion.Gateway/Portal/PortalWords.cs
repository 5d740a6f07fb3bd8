using System.Resources;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Gateway.Portal;

/// <summary>The sentences of the portal, in the language of the request.</summary>
internal sealed class PortalWords() : Words(new ResourceManager("Bastion.Gateway.Portal.Texts", typeof(PortalWords).Assembly));
