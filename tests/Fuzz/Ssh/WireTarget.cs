using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>The first bytes say what to read, the rest is read.</summary>
internal sealed class WireTarget : IFuzzTarget
{
    private const int Steps = 8;

    public string Name => "wire";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 9, 1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 1, 65, 0, 0, 0, 3, 97, 44, 98, 0, 0, 0, 2, 0, 0x80],
        [7, 7, 6, 6, 5, 5, 4, 4, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 3, 97, 44, 98, 0, 0, 0, 1, 97, 0, 0, 0, 1, 97],
    ];

    public void Run(byte[] input)
    {
        if (input.Length < Steps)
        {
            return;
        }

        var reader = new WireReader(input.AsMemory(Steps));
        try
        {
            for (int i = 0; i < Steps; i++)
            {
                Step(input[i], ref reader);
            }

            reader.RequireEnd();
        }
        catch (SshProtocolException)
        {
            // Refused.
        }
    }

    private static void Step(byte kind, ref WireReader reader)
    {
        switch (kind % 10)
        {
            case 0: reader.ReadByte(); break;
            case 1: reader.ReadBoolean(); break;
            case 2: reader.ReadUInt32(); break;
            case 3: reader.ReadUInt64(); break;
            case 4: reader.ReadString(kind); break;
            case 5: reader.ReadName(); break;
            case 6: reader.ReadNameList(); break;
            case 7: reader.ReadUnsignedMpInt(); break;
            case 8: reader.ReadText(); break;
            default: reader.ReadRaw(kind); break;
        }
    }
}
