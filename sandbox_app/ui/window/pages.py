"""The windows beside the town: models, settings, what is done to the town, a question to everybody, help, what this program is.

Each is made when it is first asked for: the window's first picture does without.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox_app.ui.about.page import AboutPage
    from sandbox_app.ui.deeds.form import DeedForm
    from sandbox_app.ui.deeds.survey_page import SurveyPage
    from sandbox_app.ui.deeds.wording import Kind as DeedKind
    from sandbox_app.ui.help.page import HelpPage
    from sandbox_app.ui.models.models_page import ModelsPage
    from sandbox_app.ui.settings.page import SettingsPage
    from sandbox_app.ui.window.main_window import MainWindow


class Pages:
    """The windows beside one window; worlds lie in `folder`.

    Attributes:
        models, deeds, survey, settings, help, about: None until they were asked for.
    """

    def __init__(self, window: "MainWindow", folder: Path) -> None:
        self._window = window
        self._folder = folder
        self.models: ModelsPage | None = None
        self.deeds: DeedForm | None = None
        self.survey: SurveyPage | None = None
        self.settings: SettingsPage | None = None
        self.help: HelpPage | None = None
        self.about: AboutPage | None = None

    def show_models(self) -> None:
        """Show the models on this computer."""
        if self.models is None:
            from sandbox_app.ui.models.models_page import ModelsPage

            window = self._window
            self.models = ModelsPage(window.running.think_with, lambda: window.living.session is not None, window)
        self.models.show()
        self.models.raise_()
        self.models.look()

    def show_deeds(self, kind: "DeedKind") -> None:
        """Ask what is to be done to the town."""
        if self.deeds is None:
            from sandbox_app.ui.deeds.form import DeedForm

            window = self._window
            self.deeds = DeedForm(window.scene, window.intervene, lambda: window.can_change, window)
        self.deeds.open_for(kind)

    def show_survey(self) -> None:
        """Ask everybody a question, as of the moment shown."""
        if self.survey is None:
            from sandbox_app.ui.deeds.survey_page import SurveyPage

            self.survey = SurveyPage(self._window.scene, self._window)
        self.survey.show()
        self.survey.raise_()
        self.survey.question.setFocus()

    def show_settings(self) -> None:
        """Show the settings of the window and of the world."""
        if self.settings is None:
            from sandbox_app.ui.settings.page import SettingsPage

            self.settings = SettingsPage(self._window)
        self.settings.look()
        self.settings.show()
        self.settings.raise_()

    def show_help(self) -> None:
        """Show how things are done."""
        if self.help is None:
            from sandbox_app.ui.help.page import HelpPage

            self.help = HelpPage(self._window)
        self.help.show()
        self.help.raise_()

    def show_about(self) -> None:
        """Say what this is."""
        if self.about is None:
            from sandbox_app.ui.about.page import AboutPage

            self.about = AboutPage(self._folder, self._window)
        self.about.show()
        self.about.raise_()

    def close_of_world(self) -> None:
        """Close what is about the world that is open."""
        if self.survey is not None:
            self.survey.stop()
        for page in (self.deeds, self.survey, self.settings):
            if page is not None:
                page.close()

    def end(self) -> None:
        """Close what works by itself, with what it is at."""
        if self.models is not None:
            self.models.end()
        for page in (self.models, self.help, self.about):
            if page is not None:
                page.close()
