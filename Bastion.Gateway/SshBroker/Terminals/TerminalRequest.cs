namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>
/// Whose terminal, on what. <paramref name="Device"/> is a name or id and may be empty when <paramref name="Intervention"/> (id or number) says which;
/// <paramref name="Address"/> is the browser's, <paramref name="Client"/> its user agent, <paramref name="Language"/> "fr" or "en".
/// </summary>
internal sealed record TerminalRequest(
    string Token,
    string Device,
    string Intervention,
    string Address,
    string Client,
    string Language,
    int Columns,
    int Rows);
