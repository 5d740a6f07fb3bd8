namespace Bastion.Ssh.Files;

public enum FileFactKind : byte
{
    /// <summary>Something was asked of the device and is on its way.</summary>
    Act,

    /// <summary>The device answered an act.</summary>
    Outcome,

    /// <summary>Bytes of a file's content passed.</summary>
    Bytes,

    /// <summary>One direction of a file is over: what passed of it.</summary>
    Closed,

    /// <summary>Something was asked that is not granted; it did not go to the device.</summary>
    Refused,
}
