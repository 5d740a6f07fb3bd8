namespace Bastion.Recorder.Recordings;

/// <summary>The words of the closed list of end reasons that Recorder says by itself; any other comes with Finish.</summary>
internal static class EndReasons
{
    public const string GatewayLost = "GatewayLost";
    public const string RecorderLost = "RecorderLost";
    public const string RecordingRefused = "RecordingRefused";

    private const int MaxLength = 40;

    public static bool IsWord(string reason) => reason.Length is > 0 and <= MaxLength && reason.All(char.IsAsciiLetter);
}
