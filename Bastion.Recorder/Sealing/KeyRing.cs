using NSec.Cryptography;

namespace Bastion.Recorder.Sealing;

/// <summary>Recorder's own keys, each in its file of the key directory.</summary>
internal sealed class KeyRing(SigningKey signing, Key journal, WrappingKey replay, WrappingKey input, AuditorKey? auditor = null) : IDisposable
{
    public SigningKey Signing => signing;

    /// <summary>Ed25519: signs the heads of the journal.</summary>
    public Key Journal => journal;

    public WrappingKey Replay => replay;

    public WrappingKey Input => input;

    /// <summary>Null when no offline key was given.</summary>
    public AuditorKey? Auditor => auditor;

    public void Dispose()
    {
        signing.Dispose();
        journal.Dispose();
        replay.Dispose();
        input.Dispose();
    }
}
