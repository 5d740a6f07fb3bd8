namespace Bastion.Screenshots;

internal sealed record DemoSsh(string Host, int Port);
