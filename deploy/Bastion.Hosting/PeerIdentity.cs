using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting;

/// <summary>Which service is calling, from the certificate of its connection and nothing else: no header can say so.</summary>
public static class PeerIdentity
{
    /// <summary>The calling service, or null for a probe, a browser or nobody.</summary>
    public static Plane? Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The listener has checked the chain; here only the name is read.
        if (context.Features.Get<Door>() is not { Kind: Listener.Peers } || context.Connection.ClientCertificate is not { } certificate)
            return null;
        return TlsIdentity.NameOf(certificate) is { } name ? PlaneNames.PlaneNamed(name) : null;
    }

    /// <summary>The calling service, when it is one of those allowed.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED otherwise.</exception>
    public static Plane Require(ServerCallContext context, params ReadOnlySpan<Plane> allowed)
    {
        if (Of(context.GetHttpContext()) is { } plane && allowed.Contains(plane))
            return plane;
        throw new RpcException(new Status(StatusCode.PermissionDenied, "This service may not call that."));
    }
}
