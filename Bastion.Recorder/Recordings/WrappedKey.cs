using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Recordings;

/// <summary>One line of a key file: which key, wrapped for whom.</summary>
internal sealed record WrappedKey(KeyPurpose Purpose, string Recipient, byte[] Wrapped);
