namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>
/// Who may be signed in after these steps, by the rules alone and from what was sent, not from any answer: a code counts once, and only on a first
/// factor of the same person that was proven before it on this connection.
/// </summary>
internal sealed class SignInOracle(string source)
{
    private bool codeOnly;
    private string? first;
    private bool firstTried;
    private int asked;
    private string? who;

    public string? Granted { get; private set; }

    public string Intervention { get; private set; } = "";

    public void Password(string login, string password)
    {
        Other(login);
        if (codeOnly)
            return;
        codeOnly = true;
        firstTried = true;
        first = Right(login, password) ? login : null;
    }

    /// <param name="holder">Whose key made the signature.</param>
    public void Key(string login, string named, string holder, bool honest)
    {
        Other(login);
        if (codeOnly || !honest || named != holder || login != named)
            return;
        if (ModelAdmin.Armings.FirstOrDefault(one => one.Login == login && one.Source == source) is { Login: not null } arming)
        {
            Granted = login;
            Intervention = arming.Intervention;
            return;
        }
        codeOnly = true;
        firstTried = true;
        first = login;
    }

    /// <summary>The first request says whose connection it is; every request gives a dialogue up.</summary>
    public void Other(string login)
    {
        who ??= login;
        asked = 0;
    }

    public void Dialogue(string login)
    {
        Other(login);
        asked = firstTried ? 2 : 1;
    }

    /// <summary>False: nothing was asked, and the connection ends.</summary>
    public bool Answer(string answer)
    {
        var login = who ?? "";
        switch (asked)
        {
            case 1:
                first = Right(login, answer) ? login : null;
                firstTried = true;
                asked = 2;
                return true;
            case 2:
                asked = 0;
                if (first == login && ModelAdmin.People.Any(person => person.Login == login && person.Code == answer))
                    Granted = login;
                first = null;
                firstTried = false;
                return true;
            default:
                return false;
        }
    }

    private static bool Right(string login, string password) => ModelAdmin.People.Any(person => person.Login == login && person.Password.Length > 0 && person.Password == password);
}
