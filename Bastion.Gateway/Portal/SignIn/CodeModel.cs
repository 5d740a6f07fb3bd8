namespace Bastion.Gateway.Portal.SignIn;

/// <summary>The second page: a code of the app, or a recovery code. Login is what was typed, never a name that Admin knows.</summary>
internal sealed record CodeModel(string Login, string Back, bool Recovery, bool Missing = false);
