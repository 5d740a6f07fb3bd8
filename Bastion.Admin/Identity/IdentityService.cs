using Bastion.Admin.Contracts;
using Bastion.Admin.Identity.Passkeys;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Bastion.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>Technicians' sign-in (identity.proto). Only a Gateway may ask.</summary>
internal sealed class IdentityService(AdminStore store, SignInDesk desk, SignInLists lists, KeyRing keys, DesktopTickets tickets, PasskeyDesk passkeys, Enrolments enrolments, AdminOptions options) : Contracts.Identity.IdentityBase
{
    private const AccountKind Kind = AccountKind.Technician;

    public override async Task<SignInAttempt> BeginSignIn(BeginSignInRequest request, ServerCallContext context) => new()
    {
        Attempt = await desk.BeginAsync(Kind, request.Login, request.Password, From(request.Source, context), context.CancellationToken),
    };

    public override async Task<SignInReply> FinishSignIn(FinishSignInRequest request, ServerCallContext context) =>
        Reply(await desk.FinishAsync(Kind, request.Attempt, request.Code, From(request.Source, context), context.CancellationToken));

    public override async Task<ProbeKeyReply> ProbeKey(ProbeKeyRequest request, ServerCallContext context)
    {
        var source = From(request.Source, context);
        return new ProbeKeyReply { WorthSigning = await keys.ProbeAsync(request.Login, request.PublicKey.ToByteArray(), source) };
    }

    public override async Task<SignInReply> SignInWithKey(SignInWithKeyRequest request, ServerCallContext context)
    {
        var outcome = await keys.SignInAsync(request.Login, request.PublicKey.ToByteArray(), request.Algorithm, request.SignedData.ToByteArray(), request.Signature.ToByteArray(), From(request.Source, context), context.CancellationToken);
        if (!outcome.Done)
            return new SignInReply { Refusal = Wire.Refusal(outcome.Denial) };
        return outcome.Value.Attempt is { } attempt
            ? new SignInReply { NeedsCode = new SignInAttempt { Attempt = attempt } }
            : new SignInReply { SignedIn = Signed(outcome.Value.SignedIn!.Token, outcome.Value.SignedIn.Live) };
    }

    public override async Task<SignInReply> ReadSignIn(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return await desk.ReadAsync(Kind, request.Token, context.CancellationToken) is { } live
            ? new SignInReply { SignedIn = Signed(request.Token, live) }
            : new SignInReply { Refusal = Wire.Refusal(Denial.Of(DenialCode.SignInOver)) };
    }

    public override async Task<SignInReply> StepUp(StepUpRequest request, ServerCallContext context) =>
        Reply(await desk.StepUpAsync(Kind, request.Token, request.Code, From(request.Source, context), context.CancellationToken));

    public override async Task<Done> SignOut(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        await desk.SignOutAsync(Kind, request.Token, context.CancellationToken);
        return new Done();
    }

    public override async Task<Enrolment> ReadEnrolment(ReadEnrolmentRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var outcome = await enrolments.ReadAsync(Kind, request.Link, context.CancellationToken);
        if (!outcome.Done)
            return new Enrolment { Refusal = Wire.Refusal(outcome.Denial) };
        var view = outcome.Value;
        return new Enrolment { Login = view.Login, Name = view.Name, VendorName = view.VendorName, TotpUri = view.TotpUri, TotpSecret = view.TotpSecret, ExpiresAt = Wire.At(view.ExpiresAt) };
    }

    public override async Task<FinishEnrolmentReply> FinishEnrolment(FinishEnrolmentRequest request, ServerCallContext context)
    {
        var outcome = await enrolments.FinishAsync(Kind, request.Link, request.Password, request.Code, From(request.Source, context), context.CancellationToken);
        var reply = new FinishEnrolmentReply();
        if (outcome.Done)
            reply.RecoveryCodes.AddRange(outcome.Value);
        else
            reply.Refusal = Wire.Refusal(outcome.Denial);
        return reply;
    }

    public override async Task<Notice> ReadNotice(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var live = await desk.ReadAsync(Kind, request.Token, context.CancellationToken);
        return new Notice { Version = RecordingNotice.CurrentVersion, Text = RecordingNotice.Text(live?.Account.Language ?? "fr", options.Hospital!) };
    }

    public override async Task<Done> AcceptNotice(AcceptNoticeRequest request, ServerCallContext context) =>
        Wire.Done(await desk.AcceptNoticeAsync(Kind, request.Token, request.Version, From(request.Source, context), context.CancellationToken) ? null : Denial.Of(DenialCode.SignInOver));

    public override async Task<Done> SetLanguage(SetLanguageRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        await desk.SetLanguageAsync(Kind, request.Token, request.Language, context.CancellationToken);
        return new Done();
    }

    public override async Task<SignInList> ListSignIns(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var outcome = await lists.ListAsync(Kind, request.Token);
        if (!outcome.Done)
            return new SignInList { Refusal = Wire.Refusal(outcome.Denial) };
        var list = new SignInList();
        var own = Tokens.Hash(request.Token);
        foreach (var one in outcome.Value)
        {
            list.SignIns.Add(new SignInLine
            {
                Id = SignInLists.IdOf(one),
                At = Wire.At(one.CreatedAt),
                SeenAt = Wire.At(one.LastSeenAt),
                Listener = one.Listener,
                Address = one.Source,
                Client = one.Client,
                Current = one.TokenHash.AsSpan().SequenceEqual(own),
            });
        }

        return list;
    }

    public override async Task<Done> EndSignIn(EndSignInRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(await lists.EndAsync(Kind, request.Token, request.Id, context.CancellationToken));
    }

    public override async Task<KeyList> ListKeys(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var outcome = await keys.ListAsync(request.Token);
        if (!outcome.Done)
            return new KeyList { Refusal = Wire.Refusal(outcome.Denial) };
        var numbers = await NumbersAsync(outcome.Value);
        var list = new KeyList();
        list.Keys.AddRange(outcome.Value.Select(key => Key(key, numbers)));
        return list;
    }

    public override async Task<AddKeyReply> AddKey(AddKeyRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var outcome = await keys.AddAsync(request.Token, request.Name, request.AuthorizedKey, context.CancellationToken);
        return outcome.Done ? new AddKeyReply { Key = Key(outcome.Value, []) } : new AddKeyReply { Refusal = Wire.Refusal(outcome.Denial) };
    }

    public override async Task<Done> RemoveKey(RemoveKeyRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(Guid.TryParse(request.KeyId, out var id) ? await keys.RemoveAsync(request.Token, id, context.CancellationToken) : Denial.Of(DenialCode.KeyUnknown));
    }

    public override async Task<ArmKeyReply> ArmKey(ArmKeyRequest request, ServerCallContext context)
    {
        var source = From(request.Source, context);
        if (!Guid.TryParse(request.KeyId, out var key) || !Guid.TryParse(request.InterventionId, out var intervention))
            return new ArmKeyReply { Refusal = Wire.Refusal(Denial.Of(DenialCode.KeyUnknown)) };
        var outcome = await keys.ArmAsync(request.Token, key, intervention, source, context.CancellationToken);
        return outcome.Done ? new ArmKeyReply { Until = Wire.At(outcome.Value) } : new ArmKeyReply { Refusal = Wire.Refusal(outcome.Denial) };
    }

    public override async Task<IssueDesktopTicketReply> IssueDesktopTicket(IssueDesktopTicketRequest request, ServerCallContext context)
    {
        var source = From(request.Source, context);
        if (!Guid.TryParse(request.InterventionId, out var intervention))
            return new IssueDesktopTicketReply { Refusal = Wire.Refusal(Denial.Of(DenialCode.InterventionUnknown)) };
        var outcome = await tickets.IssueAsync(request.Token, intervention, source, context.CancellationToken);
        return outcome.Done
            ? new IssueDesktopTicketReply { User = outcome.Value.User, Password = outcome.Value.Password, Until = Wire.At(outcome.Value.Until) }
            : new IssueDesktopTicketReply { Refusal = Wire.Refusal(outcome.Denial) };
    }

    public override async Task<RedeemDesktopTicketReply> RedeemDesktopTicket(RedeemDesktopTicketRequest request, ServerCallContext context)
    {
        var source = From(request.Source, context);
        var outcome = request.Ntlm is { } proof
            ? await tickets.RedeemAsync(request.User, proof.User, proof.Domain, proof.ServerChallenge.ToByteArray(), proof.Response.ToByteArray(), source, context.CancellationToken)
            : await tickets.RedeemAsync(request.User, request.Password, source, context.CancellationToken);
        return outcome.Done
            ? new RedeemDesktopTicketReply { SignedIn = Signed(outcome.Value.SignIn.Token, outcome.Value.SignIn.Live), SessionBaseKey = Google.Protobuf.ByteString.CopyFrom(outcome.Value.SessionBaseKey) }
            : new RedeemDesktopTicketReply { Refusal = Wire.Refusal(outcome.Denial) };
    }

    public override async Task<Contracts.PasskeyChallenge> AskPasskey(AskPasskeyRequest request, ServerCallContext context)
    {
        From(request.Source, context);
        return Challenge(await passkeys.AskAsync(Kind));
    }

    public override async Task<SignInReply> SignInWithPasskey(SignInWithPasskeyRequest request, ServerCallContext context) =>
        Reply(await passkeys.SignInAsync(Kind, request.Attempt, request.Credential, request.Token.Length == 0 ? null : request.Token, From(request.Source, context), context.CancellationToken));

    public override async Task<Contracts.PasskeyChallenge> AskToAddPasskey(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var outcome = await passkeys.AskToAddAsync(Kind, request.Token);
        return outcome.Done ? Challenge(outcome.Value) : new Contracts.PasskeyChallenge { Refusal = Wire.Refusal(outcome.Denial) };
    }

    public override async Task<Done> AddPasskey(AddPasskeyRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done((await passkeys.AddAsync(Kind, request.Token, request.Attempt, request.Credential, request.Name, context.CancellationToken)).Denial);
    }

    public override async Task<PasskeyList> ListPasskeys(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var outcome = await passkeys.ListAsync(Kind, request.Token);
        if (!outcome.Done)
            return new PasskeyList { Refusal = Wire.Refusal(outcome.Denial) };
        var list = new PasskeyList();
        list.Passkeys.AddRange(outcome.Value.Select(one => new PasskeyLine
        {
            Id = one.Id.ToString("D"),
            Name = one.Name,
            Bound = !one.BackupEligible,
            AddedAt = Wire.At(one.CreatedAt),
            UsedAt = one.UsedAt is { } used ? Wire.At(used) : null,
        }));
        return list;
    }

    public override async Task<Done> RemovePasskey(RemovePasskeyRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(Guid.TryParse(request.Id, out var id) ? await passkeys.RemoveAsync(Kind, request.Token, id, context.CancellationToken) : Denial.Of(DenialCode.KeyUnknown));
    }

    private static Contracts.PasskeyChallenge Challenge(Passkeys.PasskeyChallenge challenge) => new() { Options = challenge.Options, Attempt = challenge.Attempt };

    private static SignInSource From(Source? source, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return WireSource.Of(source);
    }

    private static SignInReply Reply(Outcome<NewSignIn> outcome) => outcome.Done
        ? new SignInReply { SignedIn = Signed(outcome.Value.Token, outcome.Value.Live) }
        : new SignInReply { Refusal = Wire.Refusal(outcome.Denial) };

    private static SignedIn Signed(string token, LiveSignIn live)
    {
        var technician = (Technician)live.Account;
        return new SignedIn
        {
            Token = token,
            TechnicianId = technician.Id.ToString("D"),
            Login = technician.Login,
            Name = technician.Name,
            VendorId = technician.VendorId.ToString("D"),
            VendorName = technician.Vendor?.Name ?? "",
            Language = technician.Language,
            Manager = technician.Manager,
            FactorAt = Wire.At(live.SignIn.FactorAt),
            ExpiresAt = Wire.At(live.SignIn.ExpiresAt),
            NoticeDue = live.NoticeDue,
            ArmedInterventionId = live.SignIn.ArmedInterventionId?.ToString("D") ?? "",
        };
    }

    private static SshKey Key(TechnicianKey key, Dictionary<Guid, string> numbers)
    {
        var wire = new SshKey { Id = key.Id.ToString("D"), Name = key.Name, Algorithm = key.Algorithm, Fingerprint = key.Fingerprint, AddedAt = Wire.At(key.AddedAt) };
        foreach (var arming in key.Armings.Where(arming => numbers.ContainsKey(arming.InterventionId)))
        {
            wire.Armings.Add(new Arming
            {
                InterventionId = arming.InterventionId.ToString("D"),
                InterventionNumber = numbers[arming.InterventionId],
                Source = arming.Source,
                Until = Wire.At(arming.Until),
            });
        }

        return wire;
    }

    private Task<Dictionary<Guid, string>> NumbersAsync(List<TechnicianKey> list)
    {
        foreach (var key in list)
            key.Armings.RemoveAll(arming => !lists.Holds(arming));
        var ids = list.SelectMany(key => key.Armings).Select(arming => arming.InterventionId).Distinct().ToList();
        return store.ReadAsync(db => db.Interventions.Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.Number));
    }
}
