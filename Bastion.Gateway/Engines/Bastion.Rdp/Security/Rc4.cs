namespace Bastion.Rdp.Security;

/// <summary>RC4, which NTLM's session security is made of (MS-NLMP 3.4.3). It protects nothing here that TLS does not protect already.</summary>
internal sealed class Rc4
{
    private readonly byte[] state = new byte[256];
    private int i;
    private int j;

    public Rc4(ReadOnlySpan<byte> key)
    {
        for (var at = 0; at < 256; at++)
            state[at] = (byte)at;
        for (int at = 0, other = 0; at < 256; at++)
        {
            other = (other + state[at] + key[at % key.Length]) & 255;
            (state[at], state[other]) = (state[other], state[at]);
        }
    }

    public byte[] Transform(ReadOnlySpan<byte> data)
    {
        var output = new byte[data.Length];
        for (var at = 0; at < data.Length; at++)
        {
            i = (i + 1) & 255;
            j = (j + state[i]) & 255;
            (state[i], state[j]) = (state[j], state[i]);
            output[at] = (byte)(data[at] ^ state[(state[i] + state[j]) & 255]);
        }
        return output;
    }
}
