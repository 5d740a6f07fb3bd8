namespace Bastion.Ssh.Scp;

/// <summary>What a program may make scp's old protocol hold here, bytes unless the name says otherwise.</summary>
public static class ScpLimits
{
    /// <summary>One line: letter, mode, size, name (NAME_MAX 255, four bytes to spare for each).</summary>
    public const int Line = 2 * 1024;

    /// <summary>Directories inside one another.</summary>
    public const int Depth = 128;

    /// <summary>Largest size that a line may say.</summary>
    public const ulong Size = long.MaxValue;
}
