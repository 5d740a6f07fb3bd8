namespace Bastion.Testing;

/// <summary>A key pair as ssh-keygen makes it.</summary>
public sealed class SshKeyPair
{
    private SshKeyPair(string privateFile)
    {
        PrivateFile = privateFile;
        PublicLine = File.ReadAllText(privateFile + ".pub").Trim();
    }

    public string PrivateFile { get; }

    /// <summary>One line as in an authorized_keys file.</summary>
    public string PublicLine { get; }

    public string Algorithm => PublicLine.Split(' ')[0];

    /// <summary>RFC 4253 section 6.6 blob.</summary>
    public byte[] PublicBlob => Convert.FromBase64String(PublicLine.Split(' ')[1]);

    /// <summary>A pair that is on disk already, the public half beside it.</summary>
    public static SshKeyPair Open(string file) => new(file);

    public static async Task<SshKeyPair> Create(string file, string type = "ed25519")
    {
        await ChildProcess.Run("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "test", "-f", file);
        return new SshKeyPair(file);
    }
}
