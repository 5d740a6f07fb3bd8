using Bastion.Hosting;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Bastion.Recorder.Witnessing;
using Bastion.Testing;
using Bastion.Witness;
using Microsoft.AspNetCore.Builder;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>A real witness on a port of its own.</summary>
internal sealed class LocalWitness : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new("witness");
    private readonly string _log;
    private WebApplication _app;

    private LocalWitness(string log)
    {
        _log = log;
        _app = Build();
    }

    public string Key => WitnessHost.VerifierKey(_app);

    public string Url => _app.Urls.Single();

    public WitnessSettings Settings => new() { Url = Url, Key = Key };

    /// <summary>For the Recorder whose keys will be in this directory.</summary>
    public static async Task<LocalWitness> StartAsync(string keyDirectory)
    {
        var witness = new LocalWitness(LogKey(keyDirectory));
        await witness._app.StartAsync();
        return witness;
    }

    /// <summary>The journal's verifier key; makes the keys when there are none.</summary>
    public static string LogKey(string keyDirectory, string origin = "recorder.bastion.internal/journal")
    {
        using var ring = KeyFiles.Load(new Disk(new LibcCalls()), keyDirectory, createMissing: true, new SettingsErrors())!;
        return VerifierKey.Format(origin, VerifierKey.Log, ring.Journal.PublicKey.Export(NSec.Cryptography.KeyBlobFormat.RawPublicKey));
    }

    public async Task<string> LatestAsync(string origin = "recorder.bastion.internal/journal")
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"{Url}/checkpoint/{WitnessBook.NameOf(origin)}"));
    }

    public async Task<(int Status, string Text)> AddAsync(string body)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{Url}/add-checkpoint"), new StringContent(body));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task RestartAsync()
    {
        await _app.DisposeAsync();
        _app = Build();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _directory.Dispose();
    }

    private WebApplication Build() => WitnessHost.Build(
        new WitnessOptions { Name = "witness.example.org/hospital", Listen = "http://127.0.0.1:0", Directory = _directory.Path, Logs = [_log] }, TimeProvider.System);
}
