using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Recordings;

/// <summary>One line of a key file: which key, wrapped how and for whom.</summary>
internal sealed record WrappedKey(KeyPurpose Purpose, string Kind, string Recipient, byte[] Wrapped);
