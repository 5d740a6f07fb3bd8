using Grpc.Core;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>Tells "Admin does not answer" from our own bugs.</summary>
internal static class AdminAnswer
{
    /// <summary>How long a page waits for Admin before it says so.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static bool IsMissing(RpcException error, HttpContext http) => error.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => true,
        StatusCode.Cancelled => !http.RequestAborted.IsCancellationRequested,
        _ => false,
    };
}
