using Bastion.Hosting;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Bastion.Admin.Rights;

/// <summary>Before every call of another service: the table names the method, and names this caller. The method judges the person again.</summary>
internal sealed class RightsInterceptor : Interceptor
{
    /// <summary><c>/bastion.admin.v1.Identity/StepUp</c> is the act <c>Identity.StepUp</c>.</summary>
    public static string ActOf(string method) => method[(method.LastIndexOf('.') + 1)..].Replace('/', '.');

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(requestStream, responseStream, context);
    }

    private static void Require(ServerCallContext context)
    {
        if (RightsTable.Find(ActOf(context.Method)) is { By: { } plane })
            PeerIdentity.Require(context, plane);
        else
            throw new RpcException(new Status(StatusCode.PermissionDenied, "This method is nobody's."));
    }
}
