using Bastion.Fuzz.Ssh;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;

namespace Bastion.Fuzz.Rdp;

/// <summary>X.224 in both directions: the only bytes that are read before TLS.</summary>
internal sealed class NegotiationTarget : IFuzzTarget
{
    public string Name => "rdp-negotiation";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        new ConnectionRequest(SecurityProtocols.Tls | SecurityProtocols.Nla).ToFrame(),
        [3, 0, 0, 40, 35, 0xE0, 0, 0, 0, 0, 0, .. "Cookie: mstshash=a\r\n"u8, 1, 0, 8, 0, 3, 0, 0, 0],
        new ConnectionConfirm(SecurityProtocols.Nla).ToFrame(),
        new ConnectionConfirm(SecurityProtocols.None, NegotiationFailure.NlaRequired).ToFrame(),
    ];

    public void Run(byte[] input)
    {
        try
        {
            ConnectionRequest.Read(input);
        }
        catch (RdpProtocolException)
        {
            // As it should be.
        }

        try
        {
            ConnectionConfirm.Read(input);
        }
        catch (RdpProtocolException)
        {
            // As it should be.
        }
    }
}
