namespace Bastion.Verify;

/// <summary>What a recording says, once its every byte was checked.</summary>
internal sealed record CheckedRecording(Guid Id, byte[] Head, ulong Records, ulong Frames, bool Recovered, string EndReason, bool ReadMain, bool ReadInput, bool HasInput, byte[]? Lease);
