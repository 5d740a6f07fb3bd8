namespace Bastion.Ssh.Files;

/// <summary>Which way the bytes of a file go, seen from the device.</summary>
[Flags]
public enum FileWay : byte
{
    None = 0,

    /// <summary>To the device.</summary>
    In = 1,

    /// <summary>From the device.</summary>
    Out = 2,
}
