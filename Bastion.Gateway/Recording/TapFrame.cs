using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.Recording;

/// <summary>Bytes to record. The memory must stay as it is until the batch is durable.</summary>
internal readonly record struct TapFrame(Track Track, uint Channel, ReadOnlyMemory<byte> Payload);
