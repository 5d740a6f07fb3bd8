using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bastion.Admin.Identity.Passkeys;

/// <summary>
/// The two ceremonies of WebAuthn, by ASP.NET Core Identity's handler: user verification required, key on the authenticator, exactly one origin.
/// Whatever is wrong with what a browser brought is a null, never an exception: the handler throws for some of it.
/// </summary>
internal sealed class PasskeyCeremony
{
    private const int MaxCredential = 16 * 1024;
    private readonly PasskeyHandler<PasskeyHolder> handler;
    private readonly PasskeyHolder holder;

    /// <param name="holder">Whose passkeys; for a sign-in that has not said who, an empty one.</param>
    /// <param name="door">The address that the browser must be at.</param>
    public PasskeyCeremony(PasskeyHolder holder, Uri door)
    {
        this.holder = holder;
        var origin = door.GetLeftPart(UriPartial.Authority);
        var options = Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = door.Host,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            AuthenticatorTimeout = TimeSpan.FromMinutes(5),
            ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && string.Equals(context.Origin, origin, StringComparison.Ordinal)),
        });
        var users = new UserManager<PasskeyHolder>(
            new PasskeyBook(holder), Options.Create(new IdentityOptions()), new Microsoft.AspNetCore.Identity.PasswordHasher<PasskeyHolder>(), [], [],
            new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), null!, NullLogger<UserManager<PasskeyHolder>>.Instance);
        handler = new PasskeyHandler<PasskeyHolder>(users, options);
    }

    /// <summary>What <c>navigator.credentials.create</c> wants, and the state to keep until it answers.</summary>
    public async Task<(string Options, string State)> AskToCreateAsync()
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = holder.Id, Name = holder.Login, DisplayName = holder.Name }, new DefaultHttpContext());
        return (made.CreationOptionsJson, made.AttestationState ?? "");
    }

    /// <summary>What <c>navigator.credentials.get</c> wants. Nothing in it says who has passkeys.</summary>
    public async Task<(string Options, string State)> AskToSignAsync()
    {
        var made = await handler.MakeRequestOptionsAsync(null, new DefaultHttpContext());
        return (made.RequestOptionsJson, made.AssertionState ?? "");
    }

    public async Task<UserPasskeyInfo?> CreatedAsync(string credential, string state)
    {
        if (credential.Length > MaxCredential)
            return null;
        try
        {
            var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { CredentialJson = credential, AttestationState = state, HttpContext = new DefaultHttpContext() });
            return result is { Succeeded: true, Passkey.IsUserVerified: true } && result.UserEntity.Id == holder.Id ? result.Passkey : null;
        }
        catch (Exception malformed) when (IsOfThePeer(malformed))
        {
            return null;
        }
    }

    public async Task<UserPasskeyInfo?> SignedAsync(string credential, string state)
    {
        if (credential.Length > MaxCredential)
            return null;
        try
        {
            var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { CredentialJson = credential, AssertionState = state, HttpContext = new DefaultHttpContext() });
            return result is { Succeeded: true, Passkey.IsUserVerified: true } && result.User.Id == holder.Id ? result.Passkey : null;
        }
        catch (Exception malformed) when (IsOfThePeer(malformed))
        {
            return null;
        }
    }

    /// <summary>The credential id inside an answer of a browser, or null.</summary>
    public static byte[]? CredentialIdOf(string credential)
    {
        if (credential.Length is 0 or > MaxCredential)
            return null;
        try
        {
            using var json = JsonDocument.Parse(credential, new JsonDocumentOptions { MaxDepth = 8 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var id) && id.GetString() is { Length: > 0 } text && System.Buffers.Text.Base64Url.IsValid(text)
                ? System.Buffers.Text.Base64Url.DecodeFromChars(text)
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    // What the handler lets through for input that it did not expect; a failure of ours is none of these.
    private static bool IsOfThePeer(Exception thrown) => thrown is PasskeyException or InvalidOperationException or JsonException or FormatException or ArgumentException or System.Security.Cryptography.CryptographicException or OverflowException or IndexOutOfRangeException;
}
