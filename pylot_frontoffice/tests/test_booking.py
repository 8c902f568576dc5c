from .common import FrontofficeCommon


class TestBooking(FrontofficeCommon):
    def test_create(self):
        visit = self._create_visit(self.anna)
        self.assertBooked(visit, (self.anna, self._at(9), self._at(10)))
        van = self._create_equipment("Van")
        visit.helper_ids = van | self.bert
        self._create_type()
        self._create_technician("Next", company=self.other_company)
        self.assertEqual(len(self._get_booked(visit)), 3)
