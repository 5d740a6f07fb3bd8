using OtpNet;

namespace Bastion.Screenshots;

internal sealed record DemoPerson(string Login, string Name, string Password, string TotpSecret)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>The code of this moment; a code that may have been used already is waited out.</summary>
    public async Task<string> FreshCode(DateTimeOffset notBefore, TimeProvider time)
    {
        var next = DateTimeOffset.FromUnixTimeSeconds(((notBefore.ToUnixTimeSeconds() / 30) + 1) * 30);
        if (time.GetUtcNow() < next && notBefore > DateTimeOffset.UnixEpoch)
            await Task.Delay(next - time.GetUtcNow() + TimeSpan.FromSeconds(1), time);
        return new Totp(Base32Encoding.ToBytes(TotpSecret), step: (int)Step.TotalSeconds).ComputeTotp(time.GetUtcNow().UtcDateTime);
    }
}
