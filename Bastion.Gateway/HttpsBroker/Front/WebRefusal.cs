namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>Why a request goes no further: the status, the key of its page, and what it says in the journal (null: not worth a line).</summary>
internal sealed record WebRefusal(int Status, string Page, string? Control = null)
{
    public static readonly WebRefusal Malformed = new(StatusCodes.Status400BadRequest, "malformed", "webRequest");
    public static readonly WebRefusal Foreign = new(StatusCodes.Status403Forbidden, "foreign", "webOrigin");
    public static readonly WebRefusal Method = new(StatusCodes.Status405MethodNotAllowed, "method", "webMethod");
    public static readonly WebRefusal ReadOnly = new(StatusCodes.Status403Forbidden, "readonly", "webScope");
    public static readonly WebRefusal Path = new(StatusCodes.Status403Forbidden, "path", "webScope");
    public static readonly WebRefusal Socket = new(StatusCodes.Status403Forbidden, "socket", "webSockets");
    public static readonly WebRefusal Upload = new(StatusCodes.Status403Forbidden, "upload", "webUp");
    public static readonly WebRefusal Download = new(StatusCodes.Status403Forbidden, "download", "webDown");
}
