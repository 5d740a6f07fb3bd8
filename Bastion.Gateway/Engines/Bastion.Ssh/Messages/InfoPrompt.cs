namespace Bastion.Ssh.Messages;

/// <summary>One prompt of a keyboard-interactive dialogue, RFC 4256 section 3.2. <c>Echo</c> false: what is typed stays hidden.</summary>
public readonly record struct InfoPrompt(string Text, bool Echo);
