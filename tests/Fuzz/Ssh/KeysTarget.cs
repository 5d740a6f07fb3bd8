using System.Text;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>Public key blobs, signature blobs and private key files.</summary>
internal sealed class KeysTarget : IFuzzTarget
{
    private static readonly byte[] Data = [1, 2, 3];

    private readonly SshPrivateKey[] _keys =
    [
        SshPrivateKey.GenerateEd25519(), SshPrivateKey.GenerateRsa(2048), SshPrivateKey.GenerateEcdsa(), SshPrivateKey.GenerateEcdsa("nistp521"),
    ];

    public KeysTarget()
    {
        var seeds = new List<byte[]>();
        foreach (SshPrivateKey key in _keys)
        {
            seeds.Add(key.PublicKey.Blob.ToArray());
            seeds.Add(key.Sign(key.PublicKey.SignatureAlgorithms[0], Data));
            string[] lines = key.ToPem("x").Split('\n');
            seeds.Add(Convert.FromBase64String(string.Concat(lines.Where(line => !line.StartsWith('-')))));
        }

        seeds.Add(Certificate());
        Seeds = seeds;
    }

    public string Name => "keys";

    public IReadOnlyList<byte[]> Seeds { get; }

    // PROTOCOL.certkeys, one ed25519 key certifying another.
    private byte[] Certificate()
    {
        using var certificate = new WireWriter();
        certificate.WriteString("ssh-ed25519-cert-v01@openssh.com");
        certificate.WriteString(new byte[32]);
        certificate.WriteString(_keys[0].PublicKey.Blob[^32..]);
        certificate.WriteUInt64(7);
        certificate.WriteUInt32(1);
        certificate.WriteString("key id");
        certificate.WriteString([0, 0, 0, 4, .. "sami"u8]);
        certificate.WriteUInt64(0);
        certificate.WriteUInt64(ulong.MaxValue);
        certificate.WriteString("");
        certificate.WriteString([0, 0, 0, 10, .. "permit-pty"u8, 0, 0, 0, 0]);
        certificate.WriteString("");
        certificate.WriteString(_keys[0].PublicKey.Blob);
        certificate.WriteString(_keys[0].Sign("ssh-ed25519", certificate.Span));
        return certificate.ToArray();
    }

    public void Run(byte[] input)
    {
        try
        {
            SshPublicKey key = SshPublicKey.Parse(input);
            key.Verify(key.SignatureAlgorithms[0], Data, input);
        }
        catch (SshProtocolException)
        {
            // Refused.
        }

        foreach (SshPrivateKey key in _keys)
        {
            key.PublicKey.Verify(key.PublicKey.SignatureAlgorithms[0], Data, input);
        }

        try
        {
            var pem = new StringBuilder("-----BEGIN OPENSSH PRIVATE KEY-----\n").Append(Convert.ToBase64String(input));
            SshPrivateKey.Parse(pem.Append("\n-----END OPENSSH PRIVATE KEY-----\n").ToString()).Dispose();
        }
        catch (FormatException)
        {
            // Refused.
        }
    }
}
