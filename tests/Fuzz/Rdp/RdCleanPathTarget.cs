using Bastion.Fuzz.Ssh;
using Bastion.Rdp.RdCleanPath;

namespace Bastion.Fuzz.Rdp;

/// <summary>The first message of a browser: its framing and its fields must agree, and what is read fits the limits.</summary>
internal sealed class RdCleanPathTarget : IFuzzTarget
{
    public string Name => "rdcleanpath";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        // version 3390, destination "device:3389", proxy_auth "ticket", an X.224 Connection Request.
        Convert.FromHexString("3036a00402020d3ea20d0c0b6465766963653a33333839a3080c067469636b6574a6150413030000130ee000000000000100080001000000"),
        Convert.FromHexString("303da00402020d3ea20d0c0b6465766963653a33333839a3080c067469636b6574a5050c03626c6fa6150413030000130ee000000000000100080001000000"),
    ];

    public void Run(byte[] input)
    {
        int length = RdCleanPathFraming.LengthOf(input);
        if (!RdCleanPathRequest.TryRead(input, out RdCleanPathRequest? request))
        {
            return;
        }

        if (length != input.Length || request.Destination.Length > RdCleanPathLimits.LongestText || request.ProxyAuth.Length > RdCleanPathLimits.LongestText)
        {
            throw new InvalidOperationException("What was read does not fit its frame.");
        }
    }
}
