using Bastion.Admin.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Admin;

/// <summary>Domain values as contracts write them.</summary>
internal static class Wire
{
    public static Refusal Refusal(Denial denial)
    {
        var refusal = new Refusal { Code = denial.Code };
        foreach (var (name, value) in denial.Facts)
            refusal.Facts[name] = value;
        return refusal;
    }

    public static Done Done(Denial? denial) => denial is null ? new Done() : new Done { Refusal = Refusal(denial) };

    public static Timestamp At(DateTimeOffset at) => Timestamp.FromDateTimeOffset(at);
}
