using System.Security.Cryptography;
using System.Text.Json;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>An evidence pack as a real Recorder makes it, with a witness and a timestamp authority; made once for all tests of it.</summary>
public sealed class HonestPack : IAsyncLifetime
{
    public const string Passphrase = "correct horse battery";
    private LocalWitness _witness = null!;
    private LocalTimestampAuthority _authority = null!;

    public byte[] Bytes { get; private set; } = [];

    /// <summary>The trust file that belongs to it.</summary>
    public byte[] Trust { get; private set; } = [];

    /// <summary>What the witness signed last.</summary>
    public string Witnessed { get; private set; } = "";

    public string Intervention { get; } = Guid.NewGuid().ToString();

    public List<string> Recordings { get; } = [];

    internal RecorderUnderTest Recorder { get; private set; } = null!;

    internal LocalWitness Witness => _witness;

    public async Task InitializeAsync()
    {
        _authority = await LocalTimestampAuthority.StartAsync();
        Recorder = await RecorderUnderTest.StartAsync(
            keys =>
            {
                _witness = LocalWitness.StartAsync(keys).GetAwaiter().GetResult();
                return [_witness.Settings];
            },
            _authority.Url);
        await SayAsync("intervention.requested", "Calibration drifts");
        await SayAsync("intervention.approved", "");
        await RecordAsync("first");
        await SayAsync("session.frozen", "A patient is connected");
        await RecordAsync("second");
        // Another one's, which is none of the pack's business.
        await Recorder.Journal.AppendAsync(new AppendEntriesRequest { Entries = { Entry("intervention.requested", "Of somebody else", Guid.NewGuid().ToString()) } });
        Bytes = await ExportAsync();
        Witnessed = await _witness.LatestAsync();
        Trust = MakeTrust();
    }

    public async Task DisposeAsync()
    {
        await Recorder.DisposeAsync();
        await _witness.DisposeAsync();
        await _authority.DisposeAsync();
    }

    public async Task<byte[]> ExportAsync(bool input = true)
    {
        var request = new ExportPackRequest
        {
            InterventionId = Intervention,
            Passphrase = Passphrase,
            IncludeInput = input,
            Viewer = RecorderUnderTest.Auditor(),
            Documents =
            {
                new PackDocument { Name = "intervention.json", Content = ByteString.CopyFromUtf8("""{"number":"INT-2026-00043"}""") },
                new PackDocument { Name = "report.pdf", Content = ByteString.CopyFromUtf8("%PDF-1.4 a report") },
            },
        };
        using var call = Recorder.Evidence.ExportPack(request);
        using var zip = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
            chunk.Data.WriteTo(zip);
        return zip.ToArray();
    }

    /// <summary>A session with output that packs well, typed input and events, from its lease to its seal.</summary>
    public async Task RecordAsync(string name)
    {
        var session = await Recorder.OpenAsync(intervention: Intervention);
        Recordings.Add(session.RecordingId);
        await SayAsync("session.activated", "", session.Lease.SessionId);
        using var feed = await session.FeedAsync();
        await feed.SendAsync(TestSession.Batch(1, TestSession.Frame(Track.Event, ByteString.CopyFromUtf8("""{"kind":"pty","columns":80,"rows":24,"term":"xterm"}""")), TestSession.Output("$ ")));
        await feed.SendAsync(TestSession.Batch(2, TestSession.Input($"ls {name}\r"), TestSession.Output(string.Concat(Enumerable.Range(0, 200).Select(i => $"{name} line {i}\r\n")))));
        await feed.SendAsync(TestSession.Batch(3, TestSession.Frame(Track.Event, ByteString.CopyFromUtf8("""{"kind":"frozen","cause":"Staff"}""")), TestSession.Output("é bye\r\n")));
        await feed.FinishAsync(3, "TechnicianClosed");
    }

    public Task SayAsync(string kind, string reason, string session = "") =>
        Recorder.Journal.AppendAsync(new AppendEntriesRequest { Entries = { Entry(kind, reason, Intervention, session) } }).ResponseAsync;

    private static Entry Entry(string kind, string reason, string intervention, string session = "") => new()
    {
        Id = Guid.NewGuid().ToString(),
        Kind = kind,
        At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
        Actor = new Actor { Type = "staff", Id = Guid.NewGuid().ToString(), Name = "Claire Aubanel", Role = "Engineer" },
        InterventionId = intervention,
        SessionId = session,
        Reason = reason,
    };

    private byte[] MakeTrust()
    {
        var keys = Recorder.Options.KeyDirectory;
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            recorder = new[] { Fingerprint(File.ReadAllText(Path.Combine(keys, "signing.pub.pem"))) },
            leases = new[] { Fingerprint(Recorder.Leases.PublicKeyPem) },
            journal = new[] { LocalWitness.LogKey(keys) },
            witnesses = new[] { _witness.Key },
            timestampAuthorities = new[] { _authority.Certificate },
        });
    }

    private static string Fingerprint(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }
}
