namespace Bastion.Verify;

/// <summary>The first thing that is wrong in a recording: a code of docs/formats/recording.md section 6.</summary>
internal sealed class RecordingFlaw(string code, long at, string text) : Exception(text)
{
    public string Code => code;

    public long At => at;
}
