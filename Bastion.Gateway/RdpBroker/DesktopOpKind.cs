namespace Bastion.Gateway.RdpBroker;

/// <summary>What a lane does with some bytes once their batch is durable.</summary>
internal enum DesktopOpKind : byte
{
    /// <summary>PDUs of the other leg.</summary>
    Passed,

    /// <summary>PDUs of the bastion itself: they pass every gate.</summary>
    Own,

    /// <summary>Let go of every key and button that is held on the device.</summary>
    Release,

    /// <summary>Completes a task when everything before it was delivered.</summary>
    Marker,
}
