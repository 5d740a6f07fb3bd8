namespace Bastion.Recorder.Ingest;

/// <summary>Carries a refusal to everybody who waits for the same opening.</summary>
internal sealed class OpenRefusedException(OpenRefusal refusal) : Exception(refusal.Text)
{
    public OpenRefusal Refusal => refusal;
}
