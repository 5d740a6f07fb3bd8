using Bastion.Fuzz.Ssh;
using Bastion.Rdp.Replay;

namespace Bastion.Fuzz.Rdp;

/// <summary>A replay: the viewer's side of its handshake, and recorded frames through filter, merging and pointer. Nothing of it may throw, and what is merged must be whole PDUs.</summary>
internal sealed class ReplayTarget : IFuzzTarget
{
    public string Name => "replay";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Convert.FromHexString("3036a00402020d3ea20d0c0b6465766963653a33333839a3080c067469636b6574a6150413030000130ee000000000000100080001000000" + "0300000c02f0800401000100" + "0300000802f08028"),
        Convert.FromHexString("0080090400030001020304" + "00060400000000" + "0300002202f080680001" + "03eb7010140017" + "00ea03ea030100000108001f0000000100ea03"),
        Convert.FromHexString("04092000080a000b00" + "0c132000900100020000" + "1e2000082c01020000"),
    ];

    public void Run(byte[] input)
    {
        var answers = new List<byte[]>();
        var handshake = new ReplayHandshake(new ReplayDesktop(1280, 800, 1007, 1003), new byte[16], "recording");
        for (int at = 0; at < input.Length; at += 37)
        {
            if (!handshake.TryTake(input.AsSpan(at, Math.Min(37, input.Length - at)), answers))
            {
                break;
            }
        }

        var catchUp = new CatchUp();
        ReadOnlySpan<byte> rest = input;
        for (int length; (length = ReplayFilter.FirstLength(rest)) > 0; rest = rest[length..])
        {
            ReadOnlySpan<byte> pdu = rest[..length];
            PointerReader.Read(pdu);
            ReplayFilter.StartsRemoteFx(pdu);
            if (ReplayFilter.KindOf(pdu, 1003) == ReplayPdu.Picture)
            {
                catchUp.Add(pdu);
            }
        }

        foreach (byte[] pdu in catchUp.Take())
        {
            if (ReplayFilter.FirstLength(pdu) != pdu.Length)
            {
                throw new InvalidOperationException("A merged PDU is not whole.");
            }
        }
    }
}
