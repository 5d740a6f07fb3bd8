using Bastion.Recorder.Journal;

namespace Bastion.Recorder.Witnessing;

/// <summary>A head, and the lines of the witnesses that signed it.</summary>
internal sealed record CosignedHead(SignedHead Head, IReadOnlyList<string> Cosignatures)
{
    /// <summary>The note with all signatures.</summary>
    public string Note => Head.Note + string.Concat(Cosignatures.Select(line => line + "\n"));
}
