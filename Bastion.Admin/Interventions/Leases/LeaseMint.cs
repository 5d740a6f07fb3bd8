using Bastion.Admin.Contracts;
using Bastion.Admin.Devices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Writes and signs the lease of a permitted session.</summary>
internal sealed class LeaseMint(LeaseSigner signer, LeaseEpoch epoch, AdminOptions options)
{
    /// <param name="session">With intervention (device with site and unit, decisions with approver), technician with vendor, endpoint with pins.</param>
    /// <param name="now">The lease's remaining time counts from here.</param>
    public void Mint(Session session, DateTimeOffset now)
    {
        var intervention = session.Intervention!;
        var device = intervention.Device!;
        var technician = session.Technician!;
        var lease = new Lease
        {
            LeaseId = session.LeaseId.ToString("D"),
            SessionId = session.Id.ToString("D"),
            InterventionId = intervention.Id.ToString("D"),
            InterventionNumber = intervention.Number,
            Technician = new LeaseTechnician
            {
                Id = technician.Id.ToString("D"),
                Login = technician.Login,
                Name = technician.Name,
                VendorId = technician.VendorId.ToString("D"),
                VendorName = technician.Vendor!.Name,
                Language = technician.Language,
            },
            Device = new LeaseDevice { Id = device.Id.ToString("D"), Name = device.Name, Label = device.Label, Place = Places.Of(device) },
            Endpoint = Endpoint(session.Endpoint!, now),
            Controls = Controls(intervention, device, session.Endpoint!),
            IssuedAt = Timestamp.FromDateTimeOffset(now),
            NotBefore = Timestamp.FromDateTimeOffset(intervention.NotBefore),
            NotAfter = Timestamp.FromDateTimeOffset(intervention.NotAfter),
            LeaseMillis = (long)SessionLimits.Lease.TotalMilliseconds,
            RemainingMillis = Math.Max(0, (long)(intervention.NotAfter - now).TotalMilliseconds),
            CeilingBytes = options.SessionCeilingBytes,
            Reason = intervention.Symptom,
            ApprovedBy = string.Join(", ", intervention.Decisions.Where(one => one.Verdict == Decisions.Verdict.Approved && !one.WithoutEffect).Select(one => one.Approver!.Name)),
            Epoch = epoch.Current,
            Source = session.Source,
        };
        session.Lease = lease.ToByteArray();
        session.LeaseSignature = signer.Sign(session.Lease);
        session.LeaseKeyId = signer.KeyId;
    }

    public static SignedLease Signed(Session session) => new()
    {
        Lease = ByteString.CopyFrom(session.Lease),
        Signature = ByteString.CopyFrom(session.LeaseSignature),
        KeyId = session.LeaseKeyId,
    };

    private static LeaseEndpoint Endpoint(Endpoint endpoint, DateTimeOffset now)
    {
        var lease = new LeaseEndpoint
        {
            Id = endpoint.Id.ToString("D"),
            Protocol = Protocols.Word(endpoint.Protocol),
            Host = endpoint.Host,
            Port = endpoint.Port,
            Account = endpoint.Account,
            LegacyAlgorithms = endpoint.LegacyAlgorithms,
        };
        foreach (var pin in endpoint.Pins)
            lease.Pins.Add(new HostKeyPin { Algorithm = pin.Algorithm, PublicKey = ByteString.CopyFrom(pin.PublicKey) });
        if (endpoint.Protocol == EndpointProtocol.Rdp)
            lease.Rdp = new RdpTerms { WithoutNla = endpoint.RdpWithoutNla };
        if (endpoint is { Protocol: EndpointProtocol.Https, Http: { } http })
            lease.Http = Http(http, now);
        return lease;
    }

    private static HttpTerms Http(HttpProfile profile, DateTimeOffset now)
    {
        var terms = new HttpTerms
        {
            Plain = profile.Plain,
            OldTls = profile.OldTls(now),
            Login = profile.Login.ToString().ToLowerInvariant(),
            HeaderName = profile.HeaderName,
            LoginPath = profile.LoginPath,
            UserField = profile.UserField,
            PasswordField = profile.PasswordField,
            StartPath = profile.StartPath,
            KeepHost = profile.KeepHost,
        };
        terms.Paths.Add(profile.Paths);
        return terms;
    }

    private static LeaseControls Controls(Intervention intervention, Device device, Endpoint endpoint)
    {
        var reading = intervention.Kind == InterventionKind.Telediagnosis;
        bool Has(SessionControls one) => intervention.GrantedControls.HasFlag(one);
        return new LeaseControls
        {
            Shell = Has(SessionControls.Shell),
            Exec = Has(SessionControls.Exec),
            SftpDown = Has(SessionControls.SftpDown),
            SftpUp = Has(SessionControls.SftpUp),
            ScpDown = Has(SessionControls.ScpDown),
            ScpUp = Has(SessionControls.ScpUp),
            WebDown = Has(SessionControls.WebDown),
            WebUp = Has(SessionControls.WebUp) && !reading,
            WebReadOnly = reading,
            WebSockets = !reading || endpoint.Http is { SocketsWhenReading: true },
            UploadsFree = Has(SessionControls.UploadsFree),
            UploadsScanned = Has(SessionControls.UploadsScanned),
            ClipboardIn = Has(SessionControls.ClipboardIn) && !reading,
            ClipboardOut = Has(SessionControls.ClipboardOut),
            DesktopReadOnly = reading,
            FilesHashOnly = Has(SessionControls.FilesHashOnly),
            IdleMillis = (long)SessionLimits.Idle(device.Criticality).TotalMilliseconds,
            MaxSessions = intervention.Terms.MaxSessions > 0 ? intervention.Terms.MaxSessions : SessionLimits.MaxSessions(device.Criticality, intervention.Kind),
        };
    }
}
