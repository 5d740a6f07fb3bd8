using System.Resources;

namespace Bastion.Hosting.Theme.Language;

/// <summary>The words of the shell itself.</summary>
public sealed class ThemeWords() : Words(new ResourceManager("Bastion.Hosting.Theme.Language.Texts", typeof(ThemeWords).Assembly));
