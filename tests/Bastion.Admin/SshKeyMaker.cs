using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Tests;

/// <summary>An ECDSA P-256 key as an SSH client shows and uses it.</summary>
internal sealed class SshKeyMaker
{
    private readonly ECDsa key;

    private SshKeyMaker(ECDsa key, byte[] blob)
    {
        this.key = key;
        Blob = blob;
    }

    public byte[] Blob { get; }

    public string Line => "ecdsa-sha2-nistp256 " + Convert.ToBase64String(Blob) + " somebody@somewhere";

    public static SshKeyMaker Of(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new(key, Join("ecdsa-sha2-nistp256"u8.ToArray(), "nistp256"u8.ToArray(), [4, .. point.X!, .. point.Y!]));
    }

    public static byte[] Join(params byte[][] strings)
    {
        var all = new List<byte>();
        foreach (var one in strings)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, one.Length);
            all.AddRange([.. length, .. one]);
        }

        return [.. all];
    }

    /// <summary>RFC 4252 section 7.</summary>
    public static byte[] SignedData(string user, string algorithm, byte[] blob) =>
    [
        .. Join(new byte[32]), 50, .. Join(Encoding.UTF8.GetBytes(user), "ssh-connection"u8.ToArray(), "publickey"u8.ToArray()), 1, .. Join(Encoding.ASCII.GetBytes(algorithm), blob),
    ];

    public byte[] SignedData(string user) => SignedData(user, "ecdsa-sha2-nistp256", Blob);

    public byte[] Sign(byte[] data)
    {
        var fixedField = key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return Join("ecdsa-sha2-nistp256"u8.ToArray(), Join([0, .. fixedField[..32]], [0, .. fixedField[32..]]));
    }
}
