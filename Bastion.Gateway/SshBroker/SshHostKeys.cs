using Bastion.Ssh.Crypto;

namespace Bastion.Gateway.SshBroker;

/// <summary>
/// The listener's host keys: every <c>ssh_host_*_key</c> of the directory, and an ed25519 key that is made when there is none.
/// Technicians pin them, so they outlive the process.
/// </summary>
internal sealed class SshHostKeys : IDisposable
{
    private const string Ed25519File = "ssh_host_ed25519_key";
    private const string EcdsaFile = "ssh_host_ecdsa_key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private SshHostKeys(IReadOnlyList<SshPrivateKey> keys) => Keys = keys;

    public IReadOnlyList<SshPrivateKey> Keys { get; }

    /// <param name="forOldPrograms">Also an ECDSA key: some know no ed25519.</param>
    public static SshHostKeys Load(string directory, bool forOldPrograms)
    {
        MakeMissing(Path.Combine(directory, Ed25519File), SshPrivateKey.GenerateEd25519);
        if (forOldPrograms)
            MakeMissing(Path.Combine(directory, EcdsaFile), () => SshPrivateKey.GenerateEcdsa());
        return new SshHostKeys([.. Directory.EnumerateFiles(directory, "ssh_host_*_key").Order(StringComparer.Ordinal).Select(f => SshPrivateKey.Parse(File.ReadAllText(f)))]);
    }

    /// <summary>Those that sign by an algorithm of the profile.</summary>
    public IReadOnlyList<SshPrivateKey> Fitting(AlgorithmProfile profile) =>
        [.. Keys.Where(key => key.PublicKey.SignatureAlgorithms.Any(profile.HostKey.Contains))];

    public void Dispose()
    {
        foreach (var key in Keys)
            key.Dispose();
    }

    private static void MakeMissing(string path, Func<SshPrivateKey> make)
    {
        if (File.Exists(path))
            return;
        using var made = make();
        Write(path, made);
    }

    private static void Write(string path, SshPrivateKey key)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using var text = new StreamWriter(file);
        text.Write(key.ToPem("bastion"));
    }
}
