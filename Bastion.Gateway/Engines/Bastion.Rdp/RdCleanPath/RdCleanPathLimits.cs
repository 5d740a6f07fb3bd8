namespace Bastion.Rdp.RdCleanPath;

/// <summary>What a browser may send before anything is known of it.</summary>
public static class RdCleanPathLimits
{
    /// <summary>Bytes of one RDCleanPath message, head and all.</summary>
    public const int LongestMessage = 8 * 1024;

    /// <summary>Characters of a destination or an authentication text.</summary>
    public const int LongestText = 2048;

    /// <summary>The version both sides write: 3389 + 1.</summary>
    public const int Version = 3390;
}
