namespace Bastion.Ssh.Transport;

internal enum GateVerdict
{
    /// <summary>The transport deals with it.</summary>
    Transport,

    /// <summary>It goes into the batch.</summary>
    Deliver,

    /// <summary>Legal and without effect.</summary>
    Ignore,

    /// <summary>Answered with SSH_MSG_UNIMPLEMENTED.</summary>
    Unimplemented,

    /// <summary>Protocol error.</summary>
    Disconnect,
}
