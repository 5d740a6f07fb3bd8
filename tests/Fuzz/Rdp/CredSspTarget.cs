using Bastion.Fuzz.Ssh;
using Bastion.Rdp.Security;
using Bastion.Rdp.Wire;

namespace Bastion.Fuzz.Rdp;

/// <summary>Network level authentication of a client that nobody knows: the input is cut into messages as TLS would bring them.</summary>
internal sealed class CredSspTarget : IFuzzTarget
{
    private static readonly byte[] Negotiate = Convert.FromHexString("4E544C4D53535000010000003582086200000000000000000000000000000000");
    private static readonly byte[] Authenticate = [.. Convert.FromHexString("4E544C4D5353500003000000" + "0000000058000000" + "3000300058000000" + "0000000058000000" + "0400040088000000" + "0000000088000000" + "100010008C000000" + "35820862" + "0000000000000000"), .. new byte[16], .. new byte[16], .. Convert.FromHexString("0101000000000000000000000000000000000000000000000000000000000000"), .. "u\0s\0"u8, .. new byte[16]];

    public string Name => "rdp-credssp";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. new TsRequest { Token = Negotiate }.ToMessage(), .. new TsRequest { Token = Authenticate, PublicKeyAuth = new byte[48], Nonce = new byte[32] }.ToMessage(), .. new TsRequest { AuthInfo = new byte[64] }.ToMessage()],
        new TsRequest { Token = Convert.FromHexString("604806062B0601050502A03E303CA00E300C060A2B06010401823702020AA22A04284E544C4D53535000010000003582086200000000000000000000000000000000060100000000000F") }.ToMessage(),
        new TsRequest { ErrorCode = 0xC000006D }.ToMessage(),
    ];

    public void Run(byte[] input)
    {
        var server = new CredSspServer("BASTION", [1, 2, 3], DateTimeOffset.UnixEpoch.AddYears(50));
        var at = 0;
        try
        {
            while (!server.Done && server.Failure == CredSspFailure.None && TsRequest.LengthOf(input.AsSpan(at)) is var length and > 0 && length <= input.Length - at)
            {
                var judged = server.Proof is not null;
                server.Take(input.AsMemory(at, length));
                if (!judged && server.Proof is not null)
                    server.Accept(new byte[16]);
                at += length;
            }
        }
        catch (RdpProtocolException)
        {
            // As it should be.
        }
    }
}
