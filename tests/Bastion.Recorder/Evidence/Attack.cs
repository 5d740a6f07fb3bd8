namespace Bastion.Recorder.Tests.Evidence;

/// <param name="Codes">What a verifier may call it; the first thing that it meets.</param>
internal sealed record Attack(string Name, byte[] Zip, params string[] Codes)
{
    public bool IsCalled(string code) => Array.IndexOf(Codes, code) >= 0;

    public override string ToString() => Name;
}
