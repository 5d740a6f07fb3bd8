using Bastion.Hosting;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Witnessing;

namespace Bastion.Recorder;

/// <summary>What Recorder is told, in a JSON file or by code.</summary>
public sealed class RecorderOptions
{
    /// <summary>Logs and telemetry.</summary>
    public ServiceSettings Service { get; init; } = new();

    /// <summary>Where Gateway and Admin find Recorder.</summary>
    public ServiceAddress? Listen { get; init; }

    /// <summary>PEM files of Recorder's own service certificate, its key, and the authority of the planes.</summary>
    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    public string AuthorityFile { get; init; } = "";

    /// <summary>Recordings, journal and write-ahead log. Best on a disk of its own.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>Recorder's own keys: signing.pem, journal.key, replay.key, input.key.</summary>
    public string KeyDirectory { get; init; } = "";

    /// <summary>PEM file of a P-256 public key whose private half is kept offline: every recording and the journal are readable with it. Empty for none.</summary>
    public string AuditorKeyFile { get; init; } = "";

    /// <summary>Makes the keys that are missing at a start. Off where keys come from elsewhere.</summary>
    public bool CreateMissingKeys { get; init; } = true;

    /// <summary>PEM text of the public keys that leases may be signed with: Admin's present one, and the one before during a change.</summary>
    public IReadOnlyList<string> LeaseKeys { get; init; } = [];

    /// <summary>The same as files; both lists together must not be empty.</summary>
    public IReadOnlyList<string> LeaseKeyFiles { get; init; } = [];

    /// <summary>How long a recording whose stream broke waits for Gateway to take it up again.</summary>
    public TimeSpan AdoptionTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Disk that only the journal may use.</summary>
    public long JournalReserveBytes { get; init; } = 256L << 20;

    /// <summary>The most that one lease may reserve.</summary>
    public long MaxCeilingBytes { get; init; } = 1L << 40;

    /// <summary>Segments of the write-ahead log, and the size of each. Allocated at the first start.</summary>
    public int WalSegments { get; init; } = 4;

    public int WalSegmentBytes { get; init; } = 64 << 20;

    /// <summary>The first line of every signed head of the journal.</summary>
    public string JournalOrigin { get; init; } = "recorder.bastion.internal/journal";

    /// <summary>Months that a recording stays readable; then its keys are destroyed.</summary>
    public int RecordingMonths { get; init; } = 12;

    /// <summary>The same for the journal, by whole months.</summary>
    public int JournalMonths { get; init; } = 36;

    /// <summary>Below these shares of the disk staff is alarmed, and no session opens.</summary>
    public int AlarmPercent { get; init; } = 20;

    public int RefusePercent { get; init; } = 10;

    /// <summary>Who signs the heads besides Recorder; best kept by people who administer neither Recorder nor Admin.</summary>
    public IReadOnlyList<WitnessSettings> Witnesses { get; init; } = [];

    /// <summary>PEM file of the authority of https witnesses; empty: the authority of the planes.</summary>
    public string WitnessAuthorityFile { get; init; } = "";

    public TimeSpan WitnessEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Address of an RFC 3161 authority; empty for none.</summary>
    public string TimestampUrl { get; init; } = "";

    public TimeSpan TimestampEvery { get; init; } = TimeSpan.FromHours(1);

    /// <exception cref="SettingsException"/>
    public static RecorderOptions Load(string settingsFile) => SettingsFile.Read<RecorderOptions>("Recorder", settingsFile);

    internal void Validate(SettingsErrors errors)
    {
        Service.Validate(errors);
        errors.Require("listen", Listen);
        errors.RequireFile("certificateFile", CertificateFile);
        errors.RequireSecretFile("keyFile", KeyFile);
        errors.RequireFile("authorityFile", AuthorityFile);
        errors.Require("dataDirectory", DataDirectory);
        errors.Require("keyDirectory", KeyDirectory);
        if (LeaseKeys.Count + LeaseKeyFiles.Count == 0)
            errors.Add("leaseKeys", "Admin's public key for leases is missing");
        foreach (var file in LeaseKeyFiles)
            errors.RequireFile("leaseKeyFiles", file);
        if (RecordingMonths is < 1 or > 1200 || JournalMonths < RecordingMonths || JournalMonths > 1200)
            errors.Add("recordingMonths, journalMonths", "must be at least 1, the journal's at least the recordings'");
        if (RefusePercent is < 0 or > 90 || AlarmPercent < RefusePercent || AlarmPercent > 95)
            errors.Add("alarmPercent, refusePercent", "must be shares of the disk, the alarm first");
        if (AuditorKeyFile.Length > 0)
            errors.RequireFile("auditorKeyFile", AuditorKeyFile);
        if (AdoptionTime < TimeSpan.Zero || AdoptionTime > TimeSpan.FromMinutes(10))
            errors.Add("adoptionTime", "must be between 0 and 10 minutes");
        if (JournalReserveBytes < 0)
            errors.Add("journalReserveBytes", "must not be negative");
        if (MaxCeilingBytes < Ingest.LeaseCheck.MinCeilingBytes)
            errors.Add("maxCeilingBytes", $"must be at least {Ingest.LeaseCheck.MinCeilingBytes}");
        if (WalSegments is < 2 or > 64)
            errors.Add("walSegments", "must be between 2 and 64");
        if (WalSegmentBytes is < 4 << 20 or > 1 << 30 || WalSegmentBytes % 4096 != 0)
            errors.Add("walSegmentBytes", "must be between 4 MiB and 1 GiB, in whole blocks of 4096");
        if (Witnesses.Any(witness => WitnessKey.Parse(witness.Key) is null || !Uri.TryCreate(witness.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            errors.Add("witnesses", "each needs an http or https url and a key name+hash+base64");
        if (WitnessEvery < TimeSpan.FromSeconds(1) || TimestampEvery < TimeSpan.FromSeconds(1))
            errors.Add("witnessEvery, timestampEvery", "must be at least a second");
        if (TimestampUrl.Length > 0 && (!Uri.TryCreate(TimestampUrl, UriKind.Absolute, out var stamps) || stamps.Scheme is not ("http" or "https")))
            errors.Add("timestampUrl", "must be an http or https address");
        if (WitnessAuthorityFile.Length > 0)
            errors.RequireFile("witnessAuthorityFile", WitnessAuthorityFile);
        if (JournalOrigin.Length is 0 or > 128 || JournalOrigin.Any(c => c is ' ' or '+' or '\n'))
            errors.Add("journalOrigin", "must be one word of at most 128 characters");
    }

    internal IReadOnlyList<VerifyingKey> ReadLeaseKeys(SettingsErrors errors)
    {
        var keys = new List<VerifyingKey>();
        foreach (var pem in LeaseKeys.Concat(LeaseKeyFiles.Where(File.Exists).Select(File.ReadAllText)))
        {
            try
            {
                keys.Add(VerifyingKey.FromPem(pem));
            }
            catch (System.Security.Cryptography.CryptographicException e)
            {
                errors.Add("leaseKeys", e.Message);
            }
        }
        return keys;
    }
}
