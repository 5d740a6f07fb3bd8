using System.Globalization;
using System.Text;
using Bastion.Testing;

namespace Bastion.SystemTests.Crashes;

/// <summary>One connection under load: it types numbered lines as fast as they are taken and keeps every byte it receives.</summary>
internal sealed class CrashTechnician : IAsyncDisposable
{
    private const int LinesAtOnce = 20;
    private readonly OpenSshClient client;
    private readonly Task feeding;
    private readonly CancellationTokenSource over = new();

    private CrashTechnician(OpenSshClient client, string token)
    {
        this.client = client;
        Token = token;
        feeding = Task.Run(Feed);
        _ = client.Gone.ContinueWith(_ => EndedAt = TimeProvider.System.GetUtcNow(), TaskScheduler.Default);
    }

    /// <summary>Every typed line begins with it.</summary>
    public string Token { get; }

    public byte[] Received => client.Received.ToArray();

    public bool Over => client.HasExited && EndedAt is not null;

    /// <summary>When ssh was gone.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public static async Task<CrashTechnician?> Connect(OpenSshOptions options, Action<string> refused)
    {
        var technician = new CrashTechnician(OpenSshClient.Start(options), Guid.NewGuid().ToString("N"));
        try
        {
            await technician.client.Received.WaitFor(" 0000000010\n");
            return technician;
        }
        catch (Exception error) when (error is EndOfStreamException or TimeoutException)
        {
            refused(technician.client.ToString());
            if (technician.Received.Length > 0)
            {
                return technician;
            }

            await technician.DisposeAsync();
            return null;
        }
    }

    public async Task Finish()
    {
        client.Kill();
        await client.Exited.Within("ssh to be gone");
        await over.CancelAsync();
        await feeding;
    }

    public async ValueTask DisposeAsync()
    {
        await Finish();
        await client.DisposeAsync();
        over.Dispose();
    }

    private async Task Feed()
    {
        try
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            for (long number = 0; ;)
            {
                var text = new StringBuilder();
                for (var line = 0; line < LinesAtOnce; line++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{Token} {number++:0000000000}\n");
                }

                await client.TypeAsync(Encoding.ASCII.GetBytes(text.ToString()), over.Token);
                await pause.WaitForNextTickAsync(over.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone: that is what this is about.
        }
    }
}
