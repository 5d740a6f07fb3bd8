using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Bastion.Admin.Identity;
using Bastion.Admin.Persistence;
using Bastion.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Files;

/// <summary>The contract of airlock.proto. Only a Gateway may call.</summary>
internal sealed class AirlockService(HeldUpload upload, HeldFiles files, QuarantineStore contents, SignInDesk signIns, AdminStore store) : Airlock.AirlockBase
{
    private const int MaxMine = 100;

    public override Task Hold(IAsyncStreamReader<HoldRequest> requestStream, IServerStreamWriter<HoldReply> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return upload.RunAsync(requestStream, responseStream, context.CancellationToken);
    }

    public override async Task Fetch(FetchRequest request, IServerStreamWriter<HeldContent> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        if (!Guid.TryParse(request.SessionId, out var session) || await files.UseGrantAsync(session, request.Grant.ToByteArray()) is not var (id, key))
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such grant."));
        try
        {
            await foreach (var part in contents.ReadAsync(id, key, context.CancellationToken))
                await responseStream.WriteAsync(new HeldContent { Data = UnsafeByteOperations.UnsafeWrap(part) }, context.CancellationToken);
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            throw new RpcException(new Status(StatusCode.DataLoss, "The content is not what was stored."));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public override async Task<Done> Delivered(DeliveredRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        if (Guid.TryParse(request.SessionId, out var session) && Guid.TryParse(request.FileId, out var file))
            await files.DeliveredAsync(session, file, request.Done, request.Text);
        return new Done();
    }

    public override Task<HeldList> ListMine(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return store.ReadAsync(async db =>
        {
            if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(request.Token)) is not { } live)
                return new HeldList { Refusal = Wire.Refusal(Denial.Of(DenialCode.SignInOver)) };
            var mine = await db.HeldFiles.Include(one => one.Device).Include(one => one.Intervention)
                .Where(one => one.TechnicianId == live.Account.Id).OrderByDescending(one => one.HeldAt).Take(MaxMine).ToListAsync();
            var list = new HeldList();
            list.Lines.AddRange(mine.Select(one => new HeldLine
            {
                Number = (uint)one.Number,
                Path = one.Path,
                Bytes = (ulong)one.Bytes,
                State = one.State.ToString(),
                Reason = one.Reason,
                At = Wire.At(one.HeldAt),
                DeviceName = one.Device!.Name,
                InterventionNumber = one.Intervention!.Number,
            }));
            return list;
        });
    }
}
