using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Testing;

namespace Bastion.Hospitals;

/// <summary>What the portal does for one technician, without its pages: the calls that Gateway makes to Admin.</summary>
public sealed class TechnicianClient(Identity.IdentityClient identity, Interventions.InterventionsClient interventions, HospitalPerson person, string token)
{
    public static readonly Source Portal = new() { Address = "127.0.0.1", Listener = "portal", Client = "test" };

    public HospitalPerson Person => person;

    public string Token => token;

    public static async Task<TechnicianClient> SignIn(Identity.IdentityClient identity, Interventions.InterventionsClient interventions, HospitalPerson person, string code)
    {
        var reply = await TrySignIn(identity, person.Login, person.Password, code);
        if (reply.OutcomeCase != SignInReply.OutcomeOneofCase.SignedIn)
        {
            throw new InvalidOperationException($"{person.Login} was refused: {reply}");
        }

        var client = new TechnicianClient(identity, interventions, person, reply.SignedIn.Token);
        if (reply.SignedIn.NoticeDue > 0)
        {
            Done(await identity.AcceptNoticeAsync(new AcceptNoticeRequest { Token = reply.SignedIn.Token, Version = reply.SignedIn.NoticeDue, Source = Portal }));
        }

        return client;
    }

    public static async Task<SignInReply> TrySignIn(Identity.IdentityClient identity, string login, string password, string code)
    {
        var attempt = await identity.BeginSignInAsync(new BeginSignInRequest { Login = login, Password = password, Source = Portal });
        return await identity.FinishSignInAsync(new FinishSignInRequest { Attempt = attempt.Attempt, Code = code, Source = Portal });
    }

    /// <summary>Asks for a window that starts at the minute of <paramref name="start"/>.</summary>
    /// <returns>Id and number of the intervention.</returns>
    public async Task<(string Id, string Number)> Request(string device, DateTimeOffset start, TimeSpan length, params string[] controls)
    {
        var reply = await TryRequest(device, start, length, controls);
        return reply.Id is { Length: > 0 } id ? (id, reply.Number) : throw new InvalidOperationException($"The request was not taken: {reply}");
    }

    public async Task<SubmitReply> TryRequest(string device, DateTimeOffset start, TimeSpan length, params string[] controls)
    {
        var devices = await interventions.ListDevicesAsync(new SignInToken { Token = token });
        var offered = devices.Devices.FirstOrDefault(one => one.Name == device) ?? throw new InvalidOperationException($"{device} is not offered to {person.Login}: {devices}");
        var local = TimeZoneInfo.ConvertTime(start, TimeZoneInfo.FindSystemTimeZoneById(offered.Zone));
        var request = new SubmitRequest
        {
            Token = token,
            RequestId = Guid.NewGuid().ToString("D"),
            DeviceId = offered.Id,
            Kind = "telemaintenance",
            Purpose = "corrective",
            Symptom = "The calibration fails since this morning.",
            PlannedActions = "Read the log, calibrate again.",
            Ticket = "BT-1201",
            LocalStart = local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            LengthMinutes = (int)length.TotalMinutes,
            ContactPhone = "+33 1 23 45 67 89",
            Source = Portal,
        };
        request.Protocols.Add(offered.Protocols.Contains("ssh") ? "ssh" : offered.Protocols[0]);
        request.Controls.Add(controls);
        return await interventions.SubmitAsync(request);
    }

    public async Task<InterventionView> Read(string id) =>
        (await interventions.GetAsync(new GetInterventionRequest { Token = token, Id = id })).Intervention;

    public async Task<SshKey> AddKey(SshKeyPair pair, string name = "test")
    {
        var reply = await identity.AddKeyAsync(new AddKeyRequest { Token = token, Name = name, AuthorizedKey = pair.PublicLine });
        return reply.Key ?? throw new InvalidOperationException($"The key was not taken: {reply}");
    }

    public async Task ArmKey(SshKey key, string intervention)
    {
        var reply = await identity.ArmKeyAsync(new ArmKeyRequest { Token = token, KeyId = key.Id, InterventionId = intervention, Source = Portal });
        if (reply.Refusal is not null)
        {
            throw new InvalidOperationException($"The key was not armed: {reply}");
        }
    }

    /// <summary>A ticket for a desktop client: what stands in the .rdp file, and what is typed.</summary>
    public async Task<(string User, string Password)> DesktopTicket(string intervention)
    {
        var reply = await identity.IssueDesktopTicketAsync(new IssueDesktopTicketRequest { Token = token, InterventionId = intervention, Source = Portal });
        return reply.Refusal is null ? (reply.User, reply.Password) : throw new InvalidOperationException($"No ticket: {reply}");
    }

    private static void Done(Done reply)
    {
        if (reply.Refusal is not null)
        {
            throw new InvalidOperationException(reply.ToString());
        }
    }
}
