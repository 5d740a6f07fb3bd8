namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>What a lane does on its far leg once the batch is durable.</summary>
internal enum LaneOpKind : byte
{
    Data,
    ErrorData,
    Eof,
    Close,
    /// <summary>A channel request as it is: the payload is type, want-reply and data, as after the recipient channel.</summary>
    Request,
    /// <summary>The answer to a request; the argument is 1 for success.</summary>
    Reply,
    /// <summary>Open the channel on the device and send what was collected.</summary>
    Link,
    /// <summary>A line of the bastion itself, shown also when the session is blind.</summary>
    Line,
    ErrorLine,
    /// <summary>Nothing to do: completes the task of the channel-less marker, when everything before it was delivered.</summary>
    Marker,
}
