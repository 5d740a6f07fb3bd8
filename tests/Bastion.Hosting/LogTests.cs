using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bastion.Hosting.Tests;

public sealed class LogTests : IDisposable
{
    private readonly TestKeys keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Log_Event_IsOneLineOfCompactJsonNamingItsService()
    {
        var directory = Path.Combine(keys.Directory, "logs");
        await using (var host = await TestHost.Start(
            Plane.Recorder,
            b => b.ListenForPeers(ServiceAddress.AnyLoopbackPort(), keys.Service(Plane.Recorder)),
            new ServiceSettings { LogDirectory = directory }))
        {
            var log = host.App.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Bastion.Test");
            log.LogInformation("sealed {Recording}", "R1");
        }

        var line = File.ReadLines(Directory.GetFiles(directory, "recorder-*.clef").Single()).Single(l => l.Contains("sealed", StringComparison.Ordinal));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("R1", json.GetProperty("Recording").GetString());
        Assert.Equal("recorder", json.GetProperty("Service").GetString());
    }
}
