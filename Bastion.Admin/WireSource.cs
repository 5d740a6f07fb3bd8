using Bastion.Admin.Contracts;
using Bastion.Admin.Identity;

namespace Bastion.Admin;

internal static class WireSource
{
    public static SignInSource Of(Source? source) => SignInSource.Of(source?.Address ?? "", source?.Listener ?? "", source?.Client ?? "");
}
