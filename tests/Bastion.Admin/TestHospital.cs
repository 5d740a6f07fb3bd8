using System.Security.Cryptography;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Admin.Tests;

/// <summary>Admin's services on a database of their own, with one vendor, one device, two technicians and two engineers. No listener.</summary>
internal sealed class TestHospital : IAsyncDisposable
{
    public const string DevicePassword = "device-secret-xyzzy";
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory directory = new("admin");
    private readonly ServiceProvider provider;
    private JournalPump? pump;

    private TestHospital(string? database)
    {
        RecorderKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        LeaseKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Options = new AdminOptions
        {
            Database = database ?? "sqlite:" + directory.At("bastion.db"),
            LeaseKeyFile = directory.Write("lease.pem", LeaseKey.ExportPkcs8PrivateKeyPem()),
            ReceiptKeyFiles = [directory.Write("receipt.pem", RecorderKey.ExportSubjectPublicKeyInfoPem())],
            MasterKeyFile = directory.Write("master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            Hospital = "Centre hospitalier d’essai",
            BrowseUrl = new Uri("https://staff.test"),
            PortalUrl = new Uri("https://portal.test"),
            Demo = true,
        };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        AdminServices.Add(services, Options);
        services.AddSingleton<Journal.JournalClient>(Journal);
        provider = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public JournalDouble Journal { get; } = new();

    public AdminOptions Options { get; }

    public ECDsa RecorderKey { get; }

    public ECDsa LeaseKey { get; }

    public AdminStore Store => Get<AdminStore>();

    public DateTimeOffset Now => Time.GetUtcNow();

    public Guid VendorId { get; private set; }

    public Guid DeviceId { get; private set; }

    public Guid EndpointId { get; private set; }

    public Guid Sami { get; private set; }

    public Guid Lucie { get; private set; }

    public Guid Claire { get; private set; }

    public Guid Odile { get; private set; }

    public string DatabaseFile => directory.At("bastion.db");

    public static async Task<TestHospital> OpenAsync(bool pumping = true, string? database = null, bool filled = true)
    {
        var hospital = new TestHospital(database);
        await hospital.Get<StartUp>().PrepareAsync();
        if (filled)
            await hospital.FillAsync();
        if (pumping)
            await hospital.PumpAsync();
        return hospital;
    }

    public T Get<T>()
        where T : notnull => provider.GetRequiredService<T>();

    public T Hosted<T>() => provider.GetServices<IHostedService>().OfType<T>().Single();

    public async Task PumpAsync()
    {
        pump = provider.GetServices<IHostedService>().OfType<JournalPump>().Single();
        await pump.StartAsync(CancellationToken.None);
    }

    /// <summary>A token with a second factor of this instant.</summary>
    public Task<string> SignInAsync(Guid accountId, string source = "127.0.2.7") => Store.WriteAsync(async db =>
    {
        var account = await db.Accounts.SingleAsync(one => one.Id == accountId);
        var kind = account is StaffMember ? AccountKind.Staff : AccountKind.Technician;
        return SignInDesk.Open(db, kind, account, SignInSource.Of(source, "portal", "test"), Now).Token;
    });

    public async Task<StaffContext> StaffAsync(Guid id)
    {
        var staff = await Store.ReadAsync(db => db.Staff.SingleAsync(one => one.Id == id));
        return new StaffContext(id, staff.Login, staff.Name, staff.Role, staff.Disciplines, "fr", Now, Now.AddHours(1), 0, "10.0.0.1");
    }

    /// <summary>A request for a window that begins in <paramref name="startsIn"/>.</summary>
    public async Task<Guid> AskAsync(TimeSpan? startsIn = null, TimeSpan? length = null, params string[] controls)
    {
        var result = await TryAskAsync(startsIn, length, controls: controls);
        Assert.Null(result.Denial);
        Assert.Empty(result.Errors);
        return result.Id;
    }

    public async Task<RequestResult> TryAskAsync(TimeSpan? startsIn = null, TimeSpan? length = null, bool urgent = false, string series = "", params string[] controls)
    {
        var token = await SignInAsync(Sami);
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        return await Get<RequestDesk>().SubmitAsync(token, new RequestForm
        {
            RequestId = Guid.NewGuid(),
            DeviceId = DeviceId.ToString(),
            Protocols = ["ssh"],
            Purpose = "corrective",
            Symptom = "Réactif bloqué depuis ce matin",
            Ticket = "BT-1201",
            LocalStart = TimeZoneInfo.ConvertTime(Now + (startsIn ?? TimeSpan.Zero), paris).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture),
            LengthMinutes = (int)(length ?? TimeSpan.FromHours(2)).TotalMinutes,
            ContactPhone = "01 99 00 11 22",
            Controls = controls,
            Source = "127.0.2.7",
            Urgency = urgent ? "emergency" : "planned",
            EmergencyReason = urgent ? "Plus aucun résultat pour les urgences" : "",
            SeriesStep = series,
        }, CancellationToken.None);
    }

    public async Task<ApproveCommand> CommandAsync(Guid id)
    {
        var one = await ReadAsync(id);
        return new ApproveCommand(id, one.RequestVersion, one.Device!.DeviceVersion, one.NotBefore, one.NotAfter, one.AskedControls, "", "shown");
    }

    /// <summary>Approved, and the laboratory has given the device when its hour has come.</summary>
    public async Task<Guid> ApprovedAsync(TimeSpan? startsIn = null, TimeSpan? length = null)
    {
        var id = await AskAsync(startsIn, length);
        var outcome = await Get<InterventionDesk>().ApproveAsync(await StaffAsync(Claire), await CommandAsync(id), CancellationToken.None);
        Assert.Null(outcome.Denial);
        if ((startsIn ?? TimeSpan.Zero) <= ReleaseDesk.Before)
            await ReleaseAsync(id);
        return id;
    }

    public async Task ReleaseAsync(Guid id) =>
        Assert.Null((await Get<ReleaseDesk>().ReleaseAsync(await StaffAsync(Claire), id, new ReleaseCommand("Mme Sorel", NoPatient: true), CancellationToken.None)).Denial);

    public Task<Intervention> ReadAsync(Guid id) => Store.ReadAsync(db => Whole.Interventions(db).SingleAsync(one => one.Id == id));

    public async Task<Outcome<Session>> ConnectAsync(Guid? intervention = null, Guid? session = null, Guid? technician = null, string protocol = "ssh", string? token = null, string source = "127.0.2.7") =>
        await Get<SessionOpening>().OpenAsync(
            new OpenRequest(token ?? await SignInAsync(technician ?? Sami, source), session ?? Guid.NewGuid(), intervention is null ? "ana-01" : "", intervention?.ToString() ?? "", protocol, SignInSource.Of(source, "ssh", "OpenSSH")),
            CancellationToken.None);

    public async Task<List<string>> JournalKindsAsync() => await Store.ReadAsync(db => db.Outbox.OrderBy(entry => entry.Sequence).Select(entry => entry.Kind).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        if (pump is not null)
            await pump.StopAsync(CancellationToken.None);
        await provider.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        RecorderKey.Dispose();
        LeaseKey.Dispose();
        directory.Dispose();
    }

    private async Task FillAsync()
    {
        var by = ActorRef.System;
        var devices = Get<DeviceRegister>();
        var site = (await devices.SaveSiteAsync(by, StaffRole.Administrator, null, "Les Tilleuls", "Europe/Paris", ["Laboratoire"], CancellationToken.None)).Value;
        VendorId = (await Get<VendorRegister>().SaveAsync(by, StaffRole.Administrator, null, new VendorForm("Almadine", "127.0.0.0/8", "01 99", ""), CancellationToken.None)).Value;
        DeviceId = (await devices.SaveAsync(by, StaffRole.Administrator, null, new DeviceForm("ANA-01", "Analyseur", DeviceFamily.Laboratory, Criticality.B, site, null, "L2", [VendorId]), CancellationToken.None)).Value;
        EndpointId = (await devices.SaveEndpointAsync(by, StaffRole.Administrator, DeviceId, null, new EndpointForm(EndpointProtocol.Ssh, "192.0.2.9", 22, "service", CredentialKind.Password, DevicePassword), CancellationToken.None)).Value;
        await Store.WriteAsync(db =>
        {
            db.Add(new EndpointPin { Id = Guid.NewGuid(), EndpointId = EndpointId, Algorithm = "ssh-ed25519", PublicKey = [1, 2, 3], ConfirmedAt = Now });
            Sami = Technician(db, "sami");
            Lucie = Technician(db, "lucie");
            Claire = Engineer(db, "claire", site);
            Odile = Engineer(db, "odile", site);
            return Task.FromResult(true);
        });
    }

    private Guid Technician(AdminDb db, string login)
    {
        var technician = new Technician { Id = Guid.NewGuid(), Login = login, Name = login, VendorId = VendorId, State = AccountState.Active, NoticeVersion = RecordingNotice.CurrentVersion, CreatedAt = Now };
        db.Accounts.Add(technician);
        return technician.Id;
    }

    private Guid Engineer(AdminDb db, string login, Guid site)
    {
        var staff = Get<PeopleRegister>().NewStaff(new StaffForm(login, login, StaffRole.Engineer, Disciplines.Biomedical, [new ScopeForm(site, null, null, Criticality.A)]));
        staff.State = AccountState.Active;
        db.Accounts.Add(staff);
        return staff.Id;
    }
}
