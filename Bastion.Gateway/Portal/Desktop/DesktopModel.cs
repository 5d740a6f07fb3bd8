using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.Desktop;

internal sealed record DesktopModel(InterventionView View);
