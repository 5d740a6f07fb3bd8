using System.Security.Cryptography;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Crypto;

public sealed class CryptoVectorTests
{
    [Fact] // RFC 7748 section 5.2, first vector
    public void X25519_VectorOfTheRfc_IsRight()
    {
        var shared = new byte[32];
        Assert.True(Sodium.TryX25519(
            Convert.FromHexString("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
            Convert.FromHexString("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
            shared));
        Assert.Equal("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552", Convert.ToHexStringLower(shared));
    }

    [Fact]
    public void X25519_PointOfLowOrder_IsRefused() => Assert.False(Sodium.TryX25519(RandomNumberGenerator.GetBytes(32), new byte[32], new byte[32]));

    [Fact] // RFC 8032 section 7.1, test 2
    public void Ed25519_VectorOfTheRfc_IsRight()
    {
        var key = new byte[32];
        var secret = new byte[64];
        Sodium.Ed25519KeyPair(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), key, secret);
        Assert.Equal("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", Convert.ToHexStringLower(key));
        var signature = new byte[64];
        Sodium.Ed25519Sign(secret, [0x72], signature);
        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(signature));
        Assert.True(Sodium.Ed25519Verify(key, [0x72], signature));
        Assert.False(Sodium.Ed25519Verify(key, [0x73], signature));
    }

    [Fact] // NIST SP 800-38A F.5.5
    public void AesCtr_VectorOfNist_IsRight()
    {
        using var ctr = new AesCtr(
            Convert.FromHexString("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
            Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        byte[] data = Convert.FromHexString(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
        ctr.Apply(data.AsSpan(0, 16)); // in two pieces: the counter runs on
        ctr.Apply(data.AsSpan(16));
        Assert.Equal(
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
            Convert.ToHexStringLower(data));
    }

    [Fact]
    public void AesCtr_CounterAtItsEnd_Wraps()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        using var aes = Aes.Create();
        aes.Key = key;
        using var ctr = new AesCtr(key, Enumerable.Repeat((byte)0xff, 16).ToArray());
        var data = new byte[32];
        ctr.Apply(data);
        Assert.Equal(aes.EncryptEcb(Enumerable.Repeat((byte)0xff, 16).ToArray(), PaddingMode.None), data[..16]);
        Assert.Equal(aes.EncryptEcb(new byte[16], PaddingMode.None), data[16..]);
    }

    [Fact]
    public void MlKem768_BothSides_Agree()
    {
        using MlKem768 key = MlKem768.Generate();
        var one = new byte[32];
        var two = new byte[32];
        byte[] ciphertext = MlKem768.Encapsulate(key.EncapsulationKey, one)!;
        key.Decapsulate(ciphertext, two);
        Assert.Equal(one, two);
        Assert.Equal(MlKem768.EncapsulationKeyLength, key.EncapsulationKey.Length);
        ciphertext[5] ^= 1;
        key.Decapsulate(ciphertext, two);
        Assert.NotEqual(one, two);
    }

    [Fact] // FIPS 203 section 7.2: coefficients beyond q
    public void MlKem768_KeyThatIsNotReduced_IsRefused() =>
        Assert.Null(MlKem768.Encapsulate(Enumerable.Repeat((byte)0xff, MlKem768.EncapsulationKeyLength).ToArray(), new byte[32]));

    [Theory]
    [InlineData("mlkem768x25519-sha256")]
    [InlineData("curve25519-sha256")]
    [InlineData("ecdh-sha2-nistp256")]
    [InlineData("ecdh-sha2-nistp384")]
    [InlineData("ecdh-sha2-nistp521")]
    [InlineData("diffie-hellman-group14-sha256")]
    [InlineData("diffie-hellman-group16-sha512")]
    public void KeyExchange_BothSides_Agree_AndNeverTwiceTheSame(string name)
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < 5; i++)
        {
            using KeyExchangeMethod client = KeyExchangeMethod.Create(name);
            using KeyExchangeMethod server = KeyExchangeMethod.Create(name);
            byte[] init = client.CreateInit();
            byte[] reply = server.Respond(init, out byte[] atServer);
            Assert.Equal(atServer, client.Finish(reply));
            Assert.True(seen.Add(Convert.ToHexString(init)) && seen.Add(Convert.ToHexString(reply)));
        }
    }

    [Theory]
    [InlineData("aes256-gcm@openssh.com", CipherSuite.NoMac)]
    [InlineData("aes128-gcm@openssh.com", CipherSuite.NoMac)]
    [InlineData("chacha20-poly1305@openssh.com", CipherSuite.NoMac)]
    [InlineData("aes256-ctr", "hmac-sha2-256-etm@openssh.com")]
    [InlineData("aes192-ctr", "hmac-sha2-512-etm@openssh.com")]
    [InlineData("aes128-ctr", "hmac-sha2-256")]
    [InlineData("aes128-ctr", "hmac-sha2-512")]
    public void Cipher_SealedAndOpened_IsTheSame_AndEachFlippedBitIsFound(string cipher, string mac)
    {
        byte[] key = RandomNumberGenerator.GetBytes(CipherSuite.KeyLength(cipher));
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        byte[] macKey = RandomNumberGenerator.GetBytes(CipherSuite.MacKeyLength(mac));
        using PacketCipher seal = CipherSuite.Create(cipher, mac, key, iv, macKey);
        byte[] plain = Packet(seal);
        for (uint sequence = 0; sequence < 3; sequence++)
        {
            byte[] packet = [.. plain];
            seal.Seal(sequence, packet);
            if (sequence != 0)
            {
                continue;
            }

            Assert.NotEqual(plain.AsSpan(4, 32).ToArray(), packet.AsSpan(4, 32).ToArray());
            using (PacketCipher open = CipherSuite.Create(cipher, mac, key, iv, macKey))
            {
                byte[] copy = [.. packet];
                Assert.Equal(plain.Length - 4 - open.TagLength, (int)open.ReadLength(0, copy.AsSpan(0, open.HeaderLength)));
                Assert.True(open.TryOpen(0, copy));
                Assert.Equal(plain[4..^open.TagLength], copy[4..^open.TagLength]);
            }

            for (int bit = 0; bit < packet.Length * 8; bit += 3)
            {
                using PacketCipher open = CipherSuite.Create(cipher, mac, key, iv, macKey);
                byte[] copy = [.. packet];
                copy[bit / 8] ^= (byte)(1 << (bit % 8));
                open.ReadLength(0, copy.AsSpan(0, open.HeaderLength));
                Assert.False(open.TryOpen(0, copy), $"bit {bit}");
            }
        }
    }

    private static byte[] Packet(PacketCipher cipher)
    {
        const int Body = 64;
        int length = cipher.LengthIsAligned ? Body - 4 : Body;
        using var writer = new WireWriter();
        writer.WriteUInt32((uint)length);
        writer.WriteByte(8);
        writer.WriteRaw(RandomNumberGenerator.GetBytes(length - 1));
        writer.WriteRaw(new byte[cipher.TagLength]);
        return writer.ToArray();
    }
}
